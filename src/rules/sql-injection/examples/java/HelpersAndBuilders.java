package shop;

import javax.servlet.http.Cookie;
import javax.servlet.http.HttpServletRequest;
import org.springframework.jdbc.core.JdbcTemplate;

class HelpersAndBuilders {
    private final JdbcTemplate jdbc;

    HelpersAndBuilders(JdbcTemplate jdbc) {
        this.jdbc = jdbc;
    }

    void remove(HttpServletRequest request) {
        String order = "";
        for (Cookie cookie : request.getCookies()) {
            if (cookie.getName().equals("order")) {
                order = cookie.getValue();
            }
        }
        jdbc.update(statement("orders", order)); // assay: sql-injection
    }

    private static String statement(String table, String id) {
        StringBuilder builder = new StringBuilder("DELETE FROM ").append(table);
        builder.append(" WHERE id = ").append(id);
        return builder.toString();
    }
}
