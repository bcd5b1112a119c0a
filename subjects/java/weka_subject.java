// about: Weka: ContingencyTables, of counts or weights of any sum, in bits; Utils.logs2probs is a softmax
// apt: weka default-jdk-headless
// flags: -cp /usr/share/java/weka.jar
import java.io.*;
import java.nio.charset.StandardCharsets;
import java.util.*;
import weka.core.*;

public class weka_subject {
  /** What the protocol sends is a small part of JSON: no escapes, no white space that matters. */
  static class Reader {
    final String text;
    int at = 0;

    Reader(String text) { this.text = text; }

    boolean next(char wanted) {
      if (text.charAt(at) != wanted) return false;
      at++;
      return true;
    }

    Object value() {
      if (next('{')) {
        Map<String, Object> members = new HashMap<>();
        while (!next('}')) {
          next(',');
          String name = (String) value();
          next(':');
          members.put(name, value());
        }
        return members;
      }
      if (next('[')) {
        List<Object> elements = new ArrayList<>();
        while (!next(']')) {
          next(',');
          elements.add(value());
        }
        return elements;
      }
      int start = at;
      if (next('"')) {
        at = text.indexOf('"', at) + 1;
        return text.substring(start + 1, at - 1);
      }
      while (",]}".indexOf(text.charAt(at)) < 0) at++;
      return Double.valueOf(text.substring(start, at));
    }
  }

  static double[] vector(Object list) {
    return ((List<?>) list).stream().mapToDouble(x -> Double.parseDouble(x.toString())).toArray();
  }

  static double[][] table(Object list) {
    return ((List<?>) list).stream().map(row -> vector(row)).toArray(double[][]::new);
  }

  static String json(double x) {
    return Double.isNaN(x) || Double.isInfinite(x) ? '"' + Double.toString(x) + '"' : Double.toString(x);
  }

  static String json(double[] values) {
    StringJoiner joined = new StringJoiner(",", "[", "]");
    for (double x : values) joined.add(json(x));
    return joined.toString();
  }

  static String describe() {
    String doc = "\"doc\":\"https://weka.sourceforge.io/doc.stable/weka/core/ContingencyTables.html\"";
    String bits = "{\"units\":[\"bit\"]," + doc + "}";
    return "{\"name\":\"weka\",\"version\":\"" + Version.VERSION + "\",\"echo\":true,\"metrics\":{\"entropy\":" + bits
        + ",\"conditional_entropy\":" + bits
        + ",\"mutual_information\":{\"units\":[\"bit\"],\"composed\":true},\"softmax\":{}}}";
  }

  static String answer(String method, Map<?, ?> arguments) {
    switch (method) {
      case "describe":
        return describe();
      case "echo":
        return json(vector(arguments.get("values")));
      case "entropy":
        return json(ContingencyTables.entropy(vector(arguments.get("p"))));
      case "conditional_entropy":
        return json(ContingencyTables.entropyConditionedOnRows(table(arguments.get("w"))));
      case "mutual_information":
        double[][] w = table(arguments.get("w"));
        return json(ContingencyTables.entropyOverColumns(w) - ContingencyTables.entropyConditionedOnRows(w));
      case "softmax":
        return json(Utils.logs2probs(vector(arguments.get("z"))));
      default:
        throw new IllegalArgumentException("no metric " + method);
    }
  }

  public static void main(String[] args) throws IOException {
    BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    PrintStream out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, "UTF-8");
    for (String line; (line = in.readLine()) != null;) {
      Map<?, ?> request = (Map<?, ?>) new Reader(line).value();
      String body;
      try {
        Map<?, ?> arguments = (Map<?, ?>) request.get("params");
        body = "\"result\":" + answer((String) request.get("method"), arguments);
      } catch (RuntimeException error) {
        String message = error.toString().replaceAll("[^ -~]|[\"\\\\]", "'");
        body = "\"error\":{\"code\":-32603,\"message\":\"" + message + "\"}";
      }
      out.print("{\"jsonrpc\":\"2.0\",\"id\":" + ((Double) request.get("id")).longValue() + "," + body + "}\n");
      out.flush();
    }
  }
}
