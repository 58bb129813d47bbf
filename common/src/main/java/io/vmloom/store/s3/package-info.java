/** Object store adapter for Amazon S3 and servers that speak its protocol; alone in knowing the AWS SDK. */
@NullMarked
package io.vmloom.store.s3;

import org.jspecify.annotations.NullMarked;
