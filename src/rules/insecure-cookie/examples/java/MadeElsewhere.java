package web;

import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServletResponse;

class MadeElsewhere {
    private static final boolean SECURE = false;

    private Cookie make(String name) {
        Cookie cookie = new Cookie(name, "1");
        cookie.setSecure(SECURE);
        return cookie;
    }

    void remember(HttpServletResponse response) {
        response.addCookie(make("remember")); // assay: insecure-cookie, cookie-readable-by-script
    }
}
