using System.Collections.Frozen;

namespace DeepNotes.Notebooks.Export.Tex;

/// <summary>The commands that stand for one symbol, one function name or one space.</summary>
internal static class TexSymbols
{
    /// <summary>Identifiers set in italics; capital Greek is upright, as TeX sets it.</summary>
    public static readonly FrozenDictionary<string, string> Identifiers = Pairs("""
        alpha α beta β gamma γ delta δ epsilon ϵ varepsilon ε zeta ζ eta η theta θ vartheta ϑ iota ι kappa κ lambda λ
        mu μ nu ν xi ξ omicron ο pi π varpi ϖ rho ρ varrho ϱ sigma σ varsigma ς tau τ upsilon υ phi ϕ varphi φ chi χ psi ψ omega ω
        Gamma Γ Delta Δ Theta Θ Lambda Λ Xi Ξ Pi Π Sigma Σ Upsilon Υ Phi Φ Psi Ψ Omega Ω
        ell ℓ hbar ℏ imath ı jmath ȷ Re ℜ Im ℑ aleph ℵ infty ∞ emptyset ∅ varnothing ∅ partial ∂ nabla ∇
        top ⊤ bot ⊥ angle ∠ triangle △ square □ checkmark ✓ dagger † ddagger ‡ prime ′ degree °
        """);

    /// <summary>Operators, relations, arrows and punctuation; MathML's own dictionary gives them their spacing.</summary>
    public static readonly FrozenDictionary<string, string> Operators = Pairs("""
        times × cdot ⋅ div ÷ pm ± mp ∓ ast ∗ star ⋆ circ ∘ bullet ∙ odot ⊙ oplus ⊕ ominus ⊖ otimes ⊗ oslash ⊘ setminus ∖
        cap ∩ cup ∪ wedge ∧ land ∧ vee ∨ lor ∨ neg ¬ lnot ¬ forall ∀ exists ∃ nexists ∄
        le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ lt < gt > ll ≪ gg ≫ equiv ≡ approx ≈ sim ∼ simeq ≃ cong ≅ propto ∝ doteq ≐
        leqslant ⩽ geqslant ⩾ lesssim ≲ gtrsim ≳ prec ≺ succ ≻ triangleq ≜ coloneqq ≔
        in ∈ notin ∉ ni ∋ subset ⊂ subseteq ⊆ supset ⊃ supseteq ⊇ perp ⟂ parallel ∥ vdash ⊢ models ⊨
        to → rightarrow → leftarrow ← gets ← leftrightarrow ↔ Rightarrow ⇒ Leftarrow ⇐ Leftrightarrow ⇔ mapsto ↦
        longrightarrow ⟶ longleftarrow ⟵ Longrightarrow ⟹ longmapsto ⟼ implies ⟹ iff ⟺ uparrow ↑ downarrow ↓ hookrightarrow ↪ leadsto ⇝
        ldots … dots … dotsc … cdots ⋯ dotsb ⋯ vdots ⋮ ddots ⋱ colon : therefore ∴ because ∵ backslash \
        """);

    /// <summary>Operators that carry their limits above and below in a displayed formula.</summary>
    public static readonly FrozenDictionary<string, string> Large = Pairs("""
        sum ∑ prod ∏ coprod ∐ bigcup ⋃ bigcap ⋂ bigoplus ⨁ bigotimes ⨂ bigodot ⨀ bigvee ⋁ bigwedge ⋀
        """);

    /// <summary>Integrals: large, with limits beside them.</summary>
    public static readonly FrozenDictionary<string, string> Integrals = Pairs("int ∫ iint ∬ iiint ∭ oint ∮");

    /// <summary>Delimiters for \left, \right, \middle, \big and for use on their own.</summary>
    public static readonly FrozenDictionary<string, string> Delimiters = Pairs("""
        lbrace { rbrace } { { } } lbrack [ rbrack ] langle ⟨ rangle ⟩ lvert | rvert | vert | lVert ‖ rVert ‖ Vert ‖ | ‖
        lfloor ⌊ rfloor ⌋ lceil ⌈ rceil ⌉ lgroup ⟮ rgroup ⟯
        """);

    /// <summary>Marks over a letter; the value is the mark.</summary>
    public static readonly FrozenDictionary<string, string> Accents = Pairs("""
        hat ^ bar ¯ tilde ~ vec → dot ˙ ddot ¨ check ˇ breve ˘ acute ´ grave ` mathring ˚
        widehat ^ widetilde ~ overline ‾ overrightarrow → overleftarrow ←
        """);

    /// <summary>Upright function names whose scripts stand beside them.</summary>
    public static readonly FrozenSet<string> Functions = Words("""
        log ln lg exp sin cos tan cot sec csc sinh cosh tanh coth arcsin arccos arctan deg dim ker hom arg
        """);

    /// <summary>Upright function names that carry their limits below in a displayed formula.</summary>
    public static readonly FrozenSet<string> LimitFunctions = Words("max min sup inf lim limsup liminf det gcd Pr");

    /// <summary>Spaces in em.</summary>
    public static readonly FrozenDictionary<string, string> Spaces = Pairs("""
        , 0.1667em : 0.2222em > 0.2222em ; 0.2778em ! -0.1667em quad 1em qquad 2em thinspace 0.1667em medspace 0.2222em thickspace 0.2778em
        enspace 0.5em negthinspace -0.1667em
        """);

    /// <summary>Commands that change nothing on a page.</summary>
    public static readonly FrozenSet<string> Ignored = Words("nonumber notag limits nolimits displaylimits allowbreak relax hfill");

    private static FrozenDictionary<string, string> Pairs(string table)
    {
        var words = table.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries);
        return words.Chunk(2).ToFrozenDictionary(pair => pair[0], pair => pair[1]);
    }

    private static FrozenSet<string> Words(string table) =>
        table.Split((char[])[' ', '\n', '\r'], StringSplitOptions.RemoveEmptyEntries).ToFrozenSet();
}
