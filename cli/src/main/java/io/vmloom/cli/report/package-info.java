/** What people and scripts are told: progress, tables, JSON, exit codes. */
@NullMarked
package io.vmloom.cli.report;

import org.jspecify.annotations.NullMarked;
