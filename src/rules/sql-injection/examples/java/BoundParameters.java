package shop;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import javax.servlet.http.HttpServletRequest;

class BoundParameters {
    boolean exists(Connection connection, HttpServletRequest request) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement("SELECT 1 FROM users WHERE name = ?")) {
            statement.setString(1, request.getParameter("name"));
            try (ResultSet rows = statement.executeQuery()) {
                return rows.next();
            }
        }
    }
}
