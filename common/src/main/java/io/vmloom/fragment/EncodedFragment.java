package io.vmloom.fragment;

import io.vmloom.store.Content;

/** The target bytes of one range and where each unit lies in them. The content's buffers belong to the encoder. */
public record EncodedFragment(Content content, FragmentIndex index) {}
