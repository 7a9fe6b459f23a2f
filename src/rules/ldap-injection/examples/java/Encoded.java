package directory;

import javax.naming.NamingException;
import javax.naming.directory.DirContext;
import javax.naming.directory.SearchControls;
import javax.servlet.http.HttpServletRequest;
import org.springframework.ldap.support.LdapEncoder;

class Encoded {
    Object find(DirContext context, HttpServletRequest request) throws NamingException {
        String user = LdapEncoder.filterEncode(request.getParameter("user"));
        return context.search("ou=users,dc=example", "(uid=" + user + ")", new SearchControls());
    }
}
