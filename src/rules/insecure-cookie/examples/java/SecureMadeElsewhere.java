package web;

import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServletResponse;

class SecureMadeElsewhere {
    private Cookie make(String name) {
        Cookie cookie = new Cookie(name, "1");
        harden(cookie);
        return cookie;
    }

    private static void harden(Cookie cookie) {
        cookie.setSecure(true);
        cookie.setHttpOnly(true);
    }

    void remember(HttpServletResponse response) {
        response.addCookie(make("remember"));
    }
}
