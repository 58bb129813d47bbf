package io.vmloom.cli.service;

import io.vmloom.store.s3.AnswerListener;
import io.vmloom.telemetry.Metric;
import io.vmloom.telemetry.Telemetry;

/** Counts what S3 answers. */
record StoreMeter(Telemetry telemetry) implements AnswerListener {
    private static final int FIRST_ERROR = 400;

    @Override
    public void answered(int httpStatus) {
        telemetry.add(Metric.STORE_ANSWERS, 1);
        if (httpStatus >= FIRST_ERROR) {
            telemetry.add(Metric.STORE_ERRORS, 1, String.valueOf(httpStatus));
        }
    }

    @Override
    public void silent() {
        telemetry.add(Metric.STORE_ERRORS, 1, "none");
    }
}
