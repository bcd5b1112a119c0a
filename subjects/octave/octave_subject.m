% about: GNU Octave: the formulas as its users write them
% apt: octave
% Its jsondecode errs by an ulp in three of ten numbers, so they are made strings first and read by str2double.
1;

function y = decode(x)
  if ischar(x)
    y = str2double(strrep(x, "Infinity", "Inf"));
  elseif iscell(x) && any(cellfun(@iscell, x))
    y = cell2mat(cellfun(@(row) decode(row), x(:), "UniformOutput", false));
  else
    y = reshape(cellfun(@(number) decode(number), x), 1, []);
  end
end

function text = encode(x)
  if isnan(x)
    text = "\"NaN\"";
  elseif isinf(x)
    text = {"\"Infinity\"", "\"-Infinity\""}{1 + (x < 0)};
  else
    text = sprintf("%.17g", x);
  end
end

function y = log_sum_exp(z)
  y = max(z) + log(sum(exp(z - max(z))));
end

function y = weighted(w, x)  % 0 where there is no weight, whatever x is
  y = sum(w(w > 0) .* x(w > 0));
end

function y = answer(method, a)
  switch method
    case "echo", y = a.values;
    case "entropy", y = -weighted(a.p, log(a.p)) + 0;
    case "kl_divergence", y = weighted(a.p, log(a.p) - log(a.q));
    case "log_sum_exp", y = log_sum_exp(a.z);
    case "softmax", y = exp(a.z - max(a.z)) / sum(exp(a.z - max(a.z)));
    case "log_softmax", y = (a.z - max(a.z)) - log(sum(exp(a.z - max(a.z))));
    case "softmax_cross_entropy", y = weighted(a.p, log(sum(exp(a.z - max(a.z)))) - (a.z - max(a.z)));
    case "mean_squared_error", y = mean((a.x - a.y) .^ 2);
    otherwise, error("no such metric");
  end
end

names = {"entropy", "kl_divergence", "log_sum_exp", "softmax", "log_softmax", "softmax_cross_entropy", "mean_squared_error"};
offers = strjoin(cellfun(@(name) ["\"", name, "\":{\"composed\":true}"], names, "UniformOutput", false), ",");
while true
  try
    line = input("", "s");  % fgetl would wait for the line after this one
  catch
    break;
  end
  request = jsondecode(regexprep(line, '(?<=[\[:,])(-?[0-9][0-9.eE+-]*)', '"$1"'), "makeValidName", false);
  try
    if strcmp(request.method, "describe")
      body = ["{\"name\":\"octave\",\"version\":\"", version(), "\",\"echo\":true,\"metrics\":{", offers, "}}"];
    else
      given = rmfield(request.params, intersect(fieldnames(request.params), {"unit"}));
      x = answer(request.method, structfun(@(value) decode(value), given, "UniformOutput", false));
      numbers = strjoin(arrayfun(@encode, x, "UniformOutput", false), ",");
      body = numbers;
      if any(strcmp(request.method, {"echo", "softmax", "log_softmax"})), body = ["[", numbers, "]"]; end
    end
    reply = ["\"result\":", body];
  catch failure
    reply = ["\"error\":{\"code\":-32603,\"message\":", jsonencode(failure.message), "}"];
  end
  printf("{\"jsonrpc\":\"2.0\",\"id\":%s,%s}\n", request.id, reply);
  fflush(stdout);
end
