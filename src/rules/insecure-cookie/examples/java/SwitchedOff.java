package web;

import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServletResponse;

class SwitchedOff {
    void remember(HttpServletResponse response) {
        Cookie cookie = new Cookie("remember", "yes");
        cookie.setSecure(false);
        cookie.setPath("/");
        response.addCookie(cookie); // assay: insecure-cookie, cookie-readable-by-script
    }
}
