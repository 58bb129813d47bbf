package io.vmloom.fragment;

import io.vmloom.store.Content;

/** The target bytes of one range and where each unit lies in them. The content's buffers belong to the encoder. */
public record EncodedFragment(Content content, FragmentIndex index) {
    /** The same fragment, whose buffers are used for something else after its content is released. */
    public EncodedFragment onRelease(Runnable buffersFree) {
        return new EncodedFragment(content.onRelease(buffersFree), index);
    }
}
