package web;

import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServletResponse;

class Plain {
    void remember(HttpServletResponse response) {
        Cookie cookie = new Cookie("remember", "yes");
        cookie.setHttpOnly(true);
        response.addCookie(cookie); // assay: insecure-cookie
    }
}
