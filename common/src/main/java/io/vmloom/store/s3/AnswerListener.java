package io.vmloom.store.s3;

/** Hears how S3 answers; called by many threads, and must return quickly. */
public interface AnswerListener {
    AnswerListener NONE = new AnswerListener() {
        @Override
        public void answered(int httpStatus) {}

        @Override
        public void silent() {}
    };

    /** An attempt was answered, however that may be. */
    void answered(int httpStatus);

    /** A call ended without an answer: no connection, or none in time. */
    void silent();
}
