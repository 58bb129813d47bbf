package io.vmloom.coordinator.terms;

/**
 * By which a submission that is sent again is known, and told from another one under the same token.
 *
 * @param text chosen by the client, unique for its tenant
 * @param bodySha256 of the manifest as it was sent, in hexadecimal
 */
public record ClientToken(String text, String bodySha256) {}
