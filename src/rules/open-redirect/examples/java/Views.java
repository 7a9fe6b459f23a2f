package web;

import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.view.RedirectView;

class Views {
    @GetMapping("/leave")
    RedirectView leave(@RequestParam String url) {
        return new RedirectView(url); // assay: open-redirect
    }
}
