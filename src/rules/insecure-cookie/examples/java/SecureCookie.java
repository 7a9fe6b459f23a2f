package web;

import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServletResponse;

class SecureCookie {
    void remember(HttpServletResponse response) {
        Cookie cookie = new Cookie("remember", "yes");
        cookie.setSecure(true);
        cookie.setHttpOnly(true);
        response.addCookie(cookie);
    }
}
