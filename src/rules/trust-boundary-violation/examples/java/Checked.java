package web;

import java.util.Set;
import javax.servlet.http.HttpServletRequest;

class Checked {
    private static final Set<String> LANGUAGES = Set.of("de", "en", "fr");

    void language(HttpServletRequest request) {
        String language = request.getParameter("language");
        if (LANGUAGES.contains(language)) {
            request.getSession().setAttribute("language", language);
        }
    }
}
