package shop;

import java.security.Principal;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.web.bind.annotation.*;

@RestController
@RequestMapping("/books")
class SpringForms {
    private final JdbcTemplate jdbc;
    private final BookRepository books;

    static class Form {
        private String title;

        public String getTitle() {
            return title;
        }

        public void setTitle(String title) {
            this.title = title;
        }
    }

    SpringForms(JdbcTemplate jdbc, BookRepository books) {
        this.jdbc = jdbc;
        this.books = books;
    }

    @PostMapping("/new")
    int create(Form form, Principal principal) {
        jdbc.update("UPDATE users SET seen = 1 WHERE name = '" + principal.getName() + "'"); // assay: composed-sql
        jdbc.update("UPDATE books SET known = 1 WHERE id = " + books.newest()); // assay: composed-sql
        return jdbc.update("INSERT INTO books(title) VALUES ('" + form.getTitle() + "')"); // assay: sql-injection
    }

    @GetMapping("/{id}")
    int read(String author, int id) {
        jdbc.update("UPDATE books SET read = 1 WHERE id = " + id);
        return jdbc.update("UPDATE authors SET read = 1 WHERE name = '" + author + "'"); // assay: sql-injection
    }
}
