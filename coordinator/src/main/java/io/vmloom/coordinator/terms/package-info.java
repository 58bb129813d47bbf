/** What whoever submits a batch asks for beside its images: when, how fast, how patiently, and who is to be told. */
@NullMarked
package io.vmloom.coordinator.terms;

import org.jspecify.annotations.NullMarked;
