package io.vmloom.store.s3;

import software.amazon.awssdk.core.exception.SdkServiceException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;

/** Tells of every attempt, where callers hear of the last one only. */
final class AnswerInterceptor implements ExecutionInterceptor {
    private final AnswerListener listener;

    AnswerInterceptor(AnswerListener listener) {
        this.listener = listener;
    }

    @Override
    public void afterTransmission(Context.AfterTransmission context, ExecutionAttributes attributes) {
        listener.answered(context.httpResponse().statusCode());
    }

    @Override
    public void onExecutionFailure(Context.FailedExecution context, ExecutionAttributes attributes) {
        if (!(context.exception() instanceof SdkServiceException)) {
            listener.silent();
        }
    }
}
