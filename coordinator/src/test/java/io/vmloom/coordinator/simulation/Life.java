package io.vmloom.coordinator.simulation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;

/**
 * One coordinator's life: it ends at its n-th call to the world outside, before or after the call takes effect. From
 * then on nothing that it does has any effect, whatever it may still try while its thread unwinds. Or it only stands still
 * there, and goes on later as if nothing had happened.
 */
final class Life {
    private final int calls;
    private final boolean lastOneCounts;
    private final Optional<Runnable> meanwhile;
    private int made;
    private boolean over;

    /**
     * @param calls how many it makes
     * @param lastOneCounts whether the last one takes effect
     */
    Life(int calls, boolean lastOneCounts) {
        this(calls, lastOneCounts, Optional.empty());
    }

    private Life(int calls, boolean lastOneCounts, Optional<Runnable> meanwhile) {
        this.calls = calls;
        this.lastOneCounts = lastOneCounts;
        this.meanwhile = meanwhile;
    }

    /**
     * @param call at which it stands still
     * @param after whether the call has taken effect by then
     * @param meanwhile what happens while it does
     */
    static Life standingStill(int call, boolean after, Runnable meanwhile) {
        return new Life(call, after, Optional.of(meanwhile));
    }

    static Life endless() {
        return new Life(Integer.MAX_VALUE, true);
    }

    /** The end; no code of vmloom's catches it. */
    static final class Death extends Error {
        private static final long serialVersionUID = 1L;

        Death() {
            super("the process was killed", null, false, false);
        }
    }

    int made() {
        return made;
    }

    /** What the coordinator reaches the world by. */
    <T> T through(Class<T> port, T world) {
        Object mortal = Proxy.newProxyInstance(
                port.getClassLoader(),
                new Class<?>[] {port},
                (proxy, method, arguments) -> call(world, method, arguments));
        return port.cast(mortal);
    }

    private Object callAround(Runnable event, Object world, Method method, Object[] arguments) throws Throwable {
        if (!lastOneCounts) {
            event.run();
        }
        try {
            return method.invoke(world, arguments);
        } catch (InvocationTargetException e) {
            throw e.getCause();
        } finally {
            if (lastOneCounts) {
                event.run();
            }
        }
    }

    private Object call(Object world, Method method, Object[] arguments) throws Throwable {
        if (over) {
            throw new Death();
        }
        made++;
        if (made == calls && meanwhile.isPresent()) {
            return callAround(meanwhile.get(), world, method, arguments);
        }
        over = made == calls;
        if (over && !lastOneCounts) {
            throw new Death();
        }
        try {
            Object answer = method.invoke(world, arguments);
            if (over) {
                throw new Death();
            }
            return answer;
        } catch (InvocationTargetException e) {
            throw over ? new Death() : e.getCause();
        }
    }
}
