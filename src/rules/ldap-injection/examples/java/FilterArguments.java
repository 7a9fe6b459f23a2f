package directory;

import javax.naming.NamingException;
import javax.naming.directory.DirContext;
import javax.naming.directory.SearchControls;
import javax.servlet.http.HttpServletRequest;

class FilterArguments {
    Object find(DirContext context, HttpServletRequest request) throws NamingException {
        Object[] values = {request.getParameter("user")};
        return context.search("ou=users,dc=example", "(uid={0})", values, new SearchControls());
    }
}
