package shop;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.servlet.http.HttpServletRequest;

class Numbers {
    void touch(Connection connection, HttpServletRequest request) throws SQLException {
        int id = Integer.parseInt(request.getParameter("id"));
        try (Statement statement = connection.createStatement()) {
            statement.executeUpdate("UPDATE users SET seen = 1 WHERE id = " + id);
            statement.executeUpdate(String.format("DELETE FROM carts WHERE age > %d", Long.valueOf(request.getParameter("age"))));
        }
    }
}
