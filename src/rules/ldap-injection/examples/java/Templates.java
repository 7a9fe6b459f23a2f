package directory;

import javax.servlet.http.HttpServletRequest;
import org.springframework.ldap.core.LdapTemplate;

class Templates {
    private LdapTemplate ldap;

    boolean login(HttpServletRequest request) {
        String[] parts = request.getParameter("login").split("@");
        return ldap.authenticate("ou=users", "(uid=" + parts[0] + ")", "guess"); // assay: ldap-injection
    }
}
