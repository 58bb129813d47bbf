package io.vmloom.coordinator.access;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RoleClaimTest {
    private static final Map<String, AccessRole> ROLES = Map.of("a", AccessRole.OPERATOR, "*", AccessRole.VIEWER);

    @Test
    void rolesStandInAListInATextOrByTenant() {
        assertThat(of("r", Map.of("r", List.of("a:operator", "*:viewer")))).isEqualTo(ROLES);
        assertThat(of("r", Map.of("r", "a:operator *:viewer"))).isEqualTo(ROLES);
        assertThat(of("r", Map.of("r", Map.of("a", "operator", "*", "viewer")))).isEqualTo(ROLES);
    }

    @Test
    void theClaimMayLieInsideOthers() {
        Map<String, Object> claims = Map.of("resource_access", Map.of("vmloom", Map.of("roles", List.of("a:admin"))));

        assertThat(of("resource_access.vmloom.roles", claims)).isEqualTo(Map.of("a", AccessRole.ADMIN));
        assertThat(of("https://vmloom.io/roles", Map.of("https://vmloom.io/roles", "a:admin")))
                .isEqualTo(Map.of("a", AccessRole.ADMIN));
    }

    @Test
    void whatIsNoRoleOfATenantGivesNothing() {
        assertThat(of("r", Map.of())).isEmpty();
        assertThat(of("r.s", Map.of("r", "a:admin"))).isEmpty();
        assertThat(of("r", Map.of("r", 7))).isEmpty();
        assertThat(of("r", Map.of("r", List.of("admin", ":admin", "a:", "a:root", "a:ADMIN", 7))))
                .isEmpty();
    }

    private static Map<String, AccessRole> of(String name, Map<String, Object> claims) {
        return new RoleClaim(name).of(claims);
    }
}
