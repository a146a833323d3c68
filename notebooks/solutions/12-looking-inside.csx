// Notebook 12: one answer and known wrong answers for each exercise. Every part is the text of an answer cell;
// the words after "wrong:" are words of the diagnosis that the check must give.

// %% 12-occlusion answer
static double[,] Occlusion(double[,] image, double[,] weights, int side)
{
    int rows = image.GetLength(0) - side + 1, columns = image.GetLength(1) - side + 1;
    var falls = new double[rows, columns];
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < columns; c++)
            for (int i = r; i < r + side; i++)
                for (int j = c; j < c + side; j++)
                    falls[r, c] += weights[i, j] * (image[i, j] - 0.5);
    return falls;
}

// %% 12-occlusion wrong: The sign is turned round
static double[,] Occlusion(double[,] image, double[,] weights, int side)
{
    int rows = image.GetLength(0) - side + 1, columns = image.GetLength(1) - side + 1;
    var falls = new double[rows, columns];
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < columns; c++)
            for (int i = r; i < r + side; i++)
                for (int j = c; j < c + side; j++)
                    falls[r, c] += weights[i, j] * (0.5 - image[i, j]);
    return falls;
}

// %% 12-occlusion wrong: The square is grey, not black
static double[,] Occlusion(double[,] image, double[,] weights, int side)
{
    int rows = image.GetLength(0) - side + 1, columns = image.GetLength(1) - side + 1;
    var falls = new double[rows, columns];
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < columns; c++)
            for (int i = r; i < r + side; i++)
                for (int j = c; j < c + side; j++)
                    falls[r, c] += weights[i, j] * image[i, j];
    return falls;
}

// %% 12-occlusion wrong: The weights are missing
static double[,] Occlusion(double[,] image, double[,] weights, int side)
{
    int rows = image.GetLength(0) - side + 1, columns = image.GetLength(1) - side + 1;
    var falls = new double[rows, columns];
    for (int r = 0; r < rows; r++)
        for (int c = 0; c < columns; c++)
            for (int i = r; i < r + side; i++)
                for (int j = c; j < c + side; j++)
                    falls[r, c] += image[i, j] - 0.5;
    return falls;
}

// %% 12-grad-cam answer
static double[] GradCam(double[,] maps, double[,] gradients)
{
    int kinds = maps.GetLength(0), places = maps.GetLength(1);
    var cam = new double[places];
    for (int k = 0; k < kinds; k++)
    {
        double weight = 0;
        for (int p = 0; p < places; p++) weight += gradients[k, p] / places;
        for (int p = 0; p < places; p++) cam[p] += weight * maps[k, p];
    }
    return cam.Select(v => Math.Max(v, 0)).ToArray();
}

// %% 12-grad-cam wrong: Negative sums must become 0
static double[] GradCam(double[,] maps, double[,] gradients)
{
    int kinds = maps.GetLength(0), places = maps.GetLength(1);
    var cam = new double[places];
    for (int k = 0; k < kinds; k++)
    {
        double weight = 0;
        for (int p = 0; p < places; p++) weight += gradients[k, p] / places;
        for (int p = 0; p < places; p++) cam[p] += weight * maps[k, p];
    }
    return cam;
}

// %% 12-grad-cam wrong: the mean of its gradients, not their sum
static double[] GradCam(double[,] maps, double[,] gradients)
{
    int kinds = maps.GetLength(0), places = maps.GetLength(1);
    var cam = new double[places];
    for (int k = 0; k < kinds; k++)
    {
        double weight = 0;
        for (int p = 0; p < places; p++) weight += gradients[k, p];
        for (int p = 0; p < places; p++) cam[p] += weight * maps[k, p];
    }
    return cam.Select(v => Math.Max(v, 0)).ToArray();
}

// %% 12-grad-cam wrong: multiplied by its own gradient
static double[] GradCam(double[,] maps, double[,] gradients)
{
    var cam = new double[maps.GetLength(1)];
    for (int k = 0; k < maps.GetLength(0); k++)
        for (int p = 0; p < cam.Length; p++)
            cam[p] += gradients[k, p] * maps[k, p];
    return cam.Select(v => Math.Max(v, 0)).ToArray();
}

// %% 12-dream-step answer
static double[] DreamStep(double[] x, double rate, double[] gradient)
{
    double size = gradient.Average(g => Math.Abs(g));
    return x.Select((v, i) => Math.Clamp(v + rate * gradient[i] / size, 0, 1)).ToArray();
}

// %% 12-dream-step wrong: goes downhill
static double[] DreamStep(double[] x, double rate, double[] gradient)
{
    double size = gradient.Average(g => Math.Abs(g));
    return x.Select((v, i) => Math.Clamp(v - rate * gradient[i] / size, 0, 1)).ToArray();
}

// %% 12-dream-step wrong: between 0 and 1
static double[] DreamStep(double[] x, double rate, double[] gradient)
{
    double size = gradient.Average(g => Math.Abs(g));
    return x.Select((v, i) => v + rate * gradient[i] / size).ToArray();
}

// %% 12-dream-step wrong: not divided by its mean size
static double[] DreamStep(double[] x, double rate, double[] gradient) =>
    x.Select((v, i) => Math.Clamp(v + rate * gradient[i], 0, 1)).ToArray();

// %% 12-iou answer
static double IoU(int[] predicted, int[] mask, int label)
{
    int both = 0, either = 0;
    for (int i = 0; i < mask.Length; i++)
    {
        bool painted = predicted[i] == label, real = mask[i] == label;
        if (painted && real) both++;
        if (painted || real) either++;
    }
    return either == 0 ? 1 : (double)both / either;
}

// %% 12-iou wrong: A whole number divided by a whole number
static double IoU(int[] predicted, int[] mask, int label)
{
    int both = 0, either = 0;
    for (int i = 0; i < mask.Length; i++)
    {
        bool painted = predicted[i] == label, real = mask[i] == label;
        if (painted && real) both++;
        if (painted || real) either++;
    }
    return either == 0 ? 1 : both / either;
}

// %% 12-iou wrong: the share of right pixels
static double IoU(int[] predicted, int[] mask, int label)
{
    int right = 0;
    for (int i = 0; i < mask.Length; i++)
        if (predicted[i] == mask[i]) right++;
    return (double)right / mask.Length;
}

// %% 12-iou wrong: counts pixels of both twice
static double IoU(int[] predicted, int[] mask, int label)
{
    int both = 0, either = 0;
    for (int i = 0; i < mask.Length; i++)
    {
        bool painted = predicted[i] == label, real = mask[i] == label;
        if (painted && real) both++;
        if (painted) either++;
        if (real) either++;
    }
    return either == 0 ? 1 : (double)both / either;
}

// %% 12-occlusion wrong: a fresh copy of the image
static double[,] Occlusion(double[,] image, double[,] weights, int side)
{
    double Answer()
    {
        double sum = 0;
        for (int i = 0; i < image.GetLength(0); i++)
            for (int j = 0; j < image.GetLength(1); j++) sum += weights[i, j] * image[i, j];
        return sum;
    }
    double whole = Answer();
    var fall = new double[image.GetLength(0) - side + 1, image.GetLength(1) - side + 1];
    for (int r = 0; r < fall.GetLength(0); r++)
        for (int c = 0; c < fall.GetLength(1); c++)
        {
            for (int i = 0; i < side; i++)
                for (int j = 0; j < side; j++) image[r + i, c + j] = 0.5;
            fall[r, c] = whole - Answer();
        }
    return fall;
}

// %% 12-dream-step wrong: the root of its sum of squares
static double[] DreamStep(double[] x, double rate, double[] gradient)
{
    double length = Math.Sqrt(gradient.Sum(g => g * g));
    return x.Select((v, i) => Math.Clamp(v + rate * gradient[i] / length, 0, 1)).ToArray();
}
