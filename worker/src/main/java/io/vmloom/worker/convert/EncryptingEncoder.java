package io.vmloom.worker.convert;

import io.vmloom.cipher.DiskCipher;
import io.vmloom.cipher.SectorCipher;
import io.vmloom.error.InternalException;
import io.vmloom.fragment.EncodedFragment;
import io.vmloom.store.Content;
import io.vmloom.unit.Alignment;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;

/** Encrypts the fragment that another encoder makes, sector by sector, its zeros too. */
final class EncryptingEncoder implements FragmentEncoder {
    /** What is encrypted at once; a multiple of the largest sector. */
    private static final int RUN_BYTES = 1 << 20;

    private final FragmentEncoder inside;
    private final SectorCipher cipher;
    private final int sectorBytes;
    private final long position;
    private final boolean decodeBack;
    private final BlockPool blocks;

    /**
     * @param position of the fragment's first byte in what sectors are numbered by
     * @param decodeBack whether to decrypt and compare
     */
    EncryptingEncoder(FragmentEncoder inside, DiskCipher cipher, long position, boolean decodeBack, BlockPool blocks) {
        this.inside = inside;
        this.cipher = SectorCipher.of(cipher);
        this.sectorBytes = cipher.sectorBytes();
        this.position = position;
        this.decodeBack = decodeBack;
        this.blocks = blocks;
    }

    @Override
    public void data(byte[] bytes, int offset, int length) {
        inside.data(bytes, offset, length);
    }

    @Override
    public boolean lastingData(byte[] bytes, int offset, int length) {
        return inside.lastingData(bytes, offset, length);
    }

    @Override
    public void zeros(long length) {
        inside.zeros(length);
    }

    @Override
    public EncodedFragment finish() {
        EncodedFragment plain = inside.finish();
        Content encrypted = encrypted(plain.content());
        plain.content().release();
        return new EncodedFragment(encrypted, plain.index());
    }

    private Content encrypted(Content plain) {
        ChunkBuffer out = new ChunkBuffer(blocks);
        byte[] run = new byte[RUN_BYTES];
        byte[] back = new byte[decodeBack ? RUN_BYTES : 0];
        try (InputStream in = plain.stream()) {
            int count;
            while ((count = in.readNBytes(run, 0, RUN_BYTES)) > 0) {
                int length = (int) Alignment.up(count, sectorBytes);
                Arrays.fill(run, count, length, (byte) 0);
                byte[] target = out.reserve(length);
                long at = position + out.lengthBytes();
                cipher.encrypt(run, 0, target, out.position(), length, at);
                if (decodeBack) {
                    requireBack(target, out.position(), back, run, length, at);
                }
                out.commit(length);
            }
            return out.content();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void requireBack(byte[] encrypted, int offset, byte[] back, byte[] plain, int length, long at) {
        cipher.decrypt(encrypted, offset, back, 0, length, at);
        if (!Arrays.equals(back, 0, length, plain, 0, length)) {
            throw new InternalException(
                    "sectors from position " + at + " on are not decrypted to what they were", null);
        }
    }

    @Override
    public void close() {
        inside.close();
    }
}
