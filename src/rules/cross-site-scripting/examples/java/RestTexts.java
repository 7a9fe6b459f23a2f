package web;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
class RestTexts {
    @GetMapping("/hello")
    String hello(@RequestParam String name) {
        return "<b>" + name + "</b>"; // assay: cross-site-scripting
    }

    @GetMapping("/entity")
    ResponseEntity<String> entity(@RequestParam String name) {
        return ResponseEntity.ok("<b>" + name + "</b>"); // assay: cross-site-scripting
    }

    @GetMapping(value = "/json", produces = "application/json")
    String json(@RequestParam String name) {
        return "{\"name\": \"" + name + "\"}";
    }

    @GetMapping("/number")
    String number(@RequestParam int number) {
        return "<b>" + number + "</b>";
    }
}
