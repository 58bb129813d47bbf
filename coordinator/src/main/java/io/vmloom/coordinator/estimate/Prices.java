package io.vmloom.coordinator.estimate;

import io.vmloom.error.RequestException;

/**
 * What is paid for what, in one currency; what is free is 0.
 *
 * @param per1000Gets reads, and questions whether something is there
 * @param per1000Puts writes, copies and lists, as S3 bills them; deletes are free
 * @param perGiBRead from stores
 * @param perGiBWritten to stores
 * @param perWorkerHour of one worker with its slots
 * @param perGiBMonth of what the targets take
 */
public record Prices(
        String currency,
        double per1000Gets,
        double per1000Puts,
        double perGiBRead,
        double perGiBWritten,
        double perWorkerHour,
        double perGiBMonth) {
    private static final double GIB = 1L << 30;

    public Prices {
        if (currency.isBlank()
                || per1000Gets < 0
                || per1000Puts < 0
                || perGiBRead < 0
                || perGiBWritten < 0
                || perWorkerHour < 0
                || perGiBMonth < 0) {
            throw new RequestException("prices have a currency and are not below 0");
        }
    }

    /**
     * What a batch costs.
     *
     * @param requests of stores
     * @param transfer of bytes
     * @param workers their time
     * @param month what the targets cost each month from then on, which is not part of the sum
     */
    public record Cost(double requests, double transfer, double workers, double month) {
        public double sum() {
            return requests + transfer + workers;
        }
    }

    public Cost of(Bill bill) {
        return new Cost(
                bill.gets() * per1000Gets / 1000 + bill.puts() * per1000Puts / 1000,
                bill.readBytes() / GIB * perGiBRead + bill.writtenBytes() / GIB * perGiBWritten,
                bill.workerSeconds() / 3600 * perWorkerHour,
                bill.targetBytes() / GIB * perGiBMonth);
    }

    /** What is paid for. */
    public record Bill(
            long gets, long puts, long readBytes, long writtenBytes, double workerSeconds, long targetBytes) {}
}
