package io.vmloom.coordinator.simulation;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;

/**
 * One coordinator's life: it ends at its n-th call to the world outside, before or after the call takes effect. From
 * then on nothing that it does has any effect, whatever it may still try while its thread unwinds.
 */
final class Life {
    private final int calls;
    private final boolean lastOneCounts;
    private int made;
    private boolean over;

    /**
     * @param calls how many it makes
     * @param lastOneCounts whether the last one takes effect
     */
    Life(int calls, boolean lastOneCounts) {
        this.calls = calls;
        this.lastOneCounts = lastOneCounts;
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

    private Object call(Object world, Method method, Object[] arguments) throws Throwable {
        if (over) {
            throw new Death();
        }
        made++;
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
