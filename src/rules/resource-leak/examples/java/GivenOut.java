import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

class GivenOut {
  static ResultSet rows(Connection connection, int id) throws SQLException {
    PreparedStatement statement = connection.prepareStatement("SELECT name FROM users WHERE id = ?");
    statement.setInt(1, id);
    return statement.executeQuery();
  }

  static int count(Connection connection) throws SQLException {
    PreparedStatement statement = connection.prepareStatement("SELECT name FROM users"); // assay: resource-leak
    ResultSet rows = statement.executeQuery();
    return rows.getFetchSize();
  }
}
