Console.WriteLine("DeepNotes benchmarks");
