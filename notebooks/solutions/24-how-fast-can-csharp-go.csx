// Notebook 24: one answer and known wrong answers for each exercise. Every part is the text of an answer cell;
// the words after "wrong:" are words of the diagnosis that the check must give.

// %% 24-intensity answer
static double Intensity(double m, double k, double n)
{
    double numbers = m * k + k * n + m * n;
    return 2 * m * k * n / (4 * numbers);
}

// %% 24-intensity wrong: a float takes 4
static double Intensity(double m, double k, double n) => 2 * m * k * n / (m * k + k * n + m * n);

// %% 24-intensity wrong: is two operations
static double Intensity(double m, double k, double n) => m * k * n / (4 * (m * k + k * n + m * n));

// %% 24-intensity wrong: C is moved too
static double Intensity(double m, double k, double n) => 2 * m * k * n / (4 * (m * k + k * n));

// %% 24-intensity wrong: Upside down
static double Intensity(double m, double k, double n) => 4 * (m * k + k * n + m * n) / (2 * m * k * n);

// %% 24-roofline answer
static double Attainable(double intensity, double peak, double bandwidth)
{
    double memory = intensity * bandwidth;
    return memory < peak ? memory : peak;
}

// %% 24-roofline wrong: Only the memory limit
static double Attainable(double intensity, double peak, double bandwidth) => intensity * bandwidth;

// %% 24-roofline wrong: Only the processor
static double Attainable(double intensity, double peak, double bandwidth) => peak;

// %% 24-roofline wrong: The higher
static double Attainable(double intensity, double peak, double bandwidth) => Math.Max(peak, intensity * bandwidth);

// %% 24-roofline wrong: Dividing by the bandwidth
static double Attainable(double intensity, double peak, double bandwidth) => Math.Min(peak, intensity / bandwidth);

// %% 24-roofline wrong: averages the limits
static double Attainable(double intensity, double peak, double bandwidth) => 1 / (1 / peak + 1 / (intensity * bandwidth));
