package web;

import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;

@Controller
class RedirectTexts {
    @GetMapping("/leave")
    String leave(@RequestParam String target) {
        return "redirect:" + target; // assay: open-redirect
    }

    @GetMapping("/user")
    String user(@RequestParam String id) {
        return "redirect:/users/" + id;
    }
}
