namespace DeepNotes.Exercises;

public static partial class Glossary
{
    // Terms that belong to no coverage row: how the library computes.
    private static Term[] Speed =>
    [
        // Notebook 24
        new("vector instruction (SIMD)", "벡터 명령어", "One instruction that works on 4, 8 or 16 numbers at once.", ["24"], "", 0),
        new("arithmetic intensity", "연산 강도", "Operations per byte that has to be moved.", ["24"], "", 0),
        new("roofline", "루프라인", "The speed that peak arithmetic and memory bandwidth allow, drawn over the intensity.", ["24"], "", 0),
        new("memory bandwidth", "대역폭", "Bytes that memory delivers per second.", ["24"], "", 0),
        new("cache", "캐시", "Small fast memory on the processor that keeps what was used last.", ["24"], "", 0),
        new("packing", "패킹", "Copying the parts of a matrix in use into the order in which a kernel reads them.", ["24"], "Gemm", 0),
        new("thread", "스레드", "A sequence of instructions that runs beside others, on a core of its own if there is one.", ["24"], "Workers", 0),
    ];
}
