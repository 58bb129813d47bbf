package io.vmloom.cli.service;

import io.vmloom.error.RequestException;
import io.vmloom.fragment.EncodedFragment;
import io.vmloom.object.LocalTargets;
import io.vmloom.object.Unpacking;
import java.nio.file.Path;

/** Of a worker whose tasks come over the network: it writes no file, whatever a task says. */
final class NoLocalTargets implements LocalTargets {
    @Override
    public void accept(String target, int range, EncodedFragment fragment) {
        throw refused(target);
    }

    @Override
    public Path unpack(String name, Unpacking content, Runnable proceed) {
        throw refused(name);
    }

    private static RequestException refused(String name) {
        return new RequestException(name + " is a file of a host, and a cluster's workers write objects only");
    }
}
