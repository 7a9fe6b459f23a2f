package directory;

import javax.naming.NamingException;
import javax.naming.directory.InitialDirContext;
import javax.naming.directory.SearchControls;
import org.springframework.web.bind.annotation.RequestParam;

class Names {
    Object find(@RequestParam String unit) throws NamingException {
        InitialDirContext context = new InitialDirContext();
        String base = String.format("ou=%s,dc=example", unit);
        return context.search(base, "(uid=*)", new SearchControls()); // assay: ldap-injection
    }
}
