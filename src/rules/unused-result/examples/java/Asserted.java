import java.util.List;

class Asserted {
  static void add(List<String> names, String name) {
    assert names.isEmpty();
    name.trim(); // assay: unused-result
    names.add(name);
  }
}
