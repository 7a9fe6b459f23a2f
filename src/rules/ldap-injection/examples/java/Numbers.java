package directory;

import javax.naming.NamingException;
import javax.naming.directory.DirContext;
import javax.naming.directory.SearchControls;
import javax.servlet.http.HttpServletRequest;

class Numbers {
    Object find(DirContext context, HttpServletRequest request) throws NamingException {
        int number = Integer.parseInt(request.getParameter("number"));
        return context.search("ou=users,dc=example", "(employeeNumber=" + number + ")", new SearchControls());
    }
}
