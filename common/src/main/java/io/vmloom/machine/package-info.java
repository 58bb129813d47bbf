/**
 * Machines, whatever program wrote them down: one neutral model, what was lost on the way into and out of it, and the rules
 * by which a machine is fitted to its new host.
 *
 * <p>A reader takes a {@link io.vmloom.machine.ConfigFile} and a {@link io.vmloom.machine.Notebook}, sets what it
 * understands on a {@link io.vmloom.machine.MachineBuilder}, and writes a {@link io.vmloom.machine.Note} for everything
 * else; both together are its {@link io.vmloom.machine.Reading}. {@link io.vmloom.machine.MachineRules} make another
 * machine of it. A writer says with {@link io.vmloom.machine.Written} what it made and, again, what has no place there.
 * Files that a configuration names are text: nothing here opens them.
 */
@NullMarked
package io.vmloom.machine;

import org.jspecify.annotations.NullMarked;
