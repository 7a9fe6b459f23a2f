package shop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import javax.persistence.EntityManager;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class CollectionsAndClasses {
    private EntityManager entities;

    static class Filter {
        private final String column;
        private final String value;

        Filter(String column, String value) {
            this.column = column;
            this.value = value;
        }

        String asText() {
            return column + " = '" + value + "'";
        }
    }

    @GetMapping("/search")
    int search(@RequestParam("q") String query) {
        Filter filter = new Filter("title", query);
        return entities.createNativeQuery("SELECT * FROM books WHERE " + filter.asText()).getResultList().size(); // assay: sql-injection
    }

    @GetMapping("/sorted")
    int sorted(@RequestParam String column) {
        Map<String, String> options = new HashMap<>();
        options.put("direction", "ASC");
        options.put("column", column);
        List<String> parts = new ArrayList<>();
        parts.add("SELECT * FROM books ORDER BY");
        parts.add(options.get("column"));
        return entities.createNativeQuery(String.join(" ", parts)).getResultList().size(); // assay: sql-injection
    }

    @GetMapping("/direction")
    int direction(@RequestParam String column) {
        Map<String, String> options = new HashMap<>();
        options.put("direction", "ASC");
        options.put("column", column);
        return entities.createNativeQuery("SELECT * FROM books ORDER BY title " + options.get("direction")).getResultList().size();
    }
}
