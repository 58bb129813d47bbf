package io.vmloom.coordinator.http;

/**
 * How the API is served.
 *
 * @param port 0 for a free one
 * @param maxBodyBytes the longest manifest that is taken
 * @param openMetrics whether metrics are for everybody
 */
public record ApiSettings(String host, int port, long maxBodyBytes, boolean openMetrics) {}
