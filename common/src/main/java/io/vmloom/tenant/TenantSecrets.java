package io.vmloom.tenant;

import io.vmloom.cipher.Secret;
import io.vmloom.cipher.SecretRef;
import io.vmloom.cipher.Secrets;

/** Secrets that tenants share: each may use those that its allowance names. */
public record TenantSecrets(Secrets secrets, Tenants tenants) implements Secrets {
    @Override
    public Secret read(SecretRef ref) {
        return secrets.read(ref);
    }

    @Override
    public Secrets onBehalfOf(String tenant) {
        return tenants.restricted() ? ref -> read(ref, tenants.of(tenant)) : secrets;
    }

    private Secret read(SecretRef ref, Allowance allowance) {
        allowance.requireKey(ref);
        return secrets.read(ref);
    }
}
