package directory;

import javax.naming.NamingException;
import javax.naming.directory.DirContext;
import javax.naming.directory.SearchControls;
import javax.servlet.http.HttpServletRequest;

class Filters {
    boolean exists(DirContext context, HttpServletRequest request) throws NamingException {
        String filter = "(&(objectclass=person)(uid=" + request.getParameter("user") + "))";
        return context.search("ou=users,dc=example", filter, new SearchControls()).hasMore(); // assay: ldap-injection
    }
}
