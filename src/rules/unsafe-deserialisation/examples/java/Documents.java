package web;

import javax.servlet.http.HttpServletRequest;
import org.yaml.snakeyaml.Yaml;

class Documents {
    Object load(HttpServletRequest request) {
        return new Yaml().load(request.getParameter("settings")); // assay: unsafe-deserialisation
    }
}
