using System.Collections.Concurrent;
using System.Reflection;
using System.Reflection.Emit;
using System.Runtime.CompilerServices;

namespace ChatOpsCompliance.Server.Tests.HouseRules;

/// <summary>One mention of a member or a type in the code or the signatures of a type.</summary>
/// <param name="By">The outermost type whose code it is; what the compiler made of lambdas and async methods counts as theirs.</param>
/// <param name="Of">The outermost type that is used.</param>
/// <param name="Member">The method, field or constructor, or null when the type alone is mentioned.</param>
internal sealed record Use(Type By, Type Of, MemberInfo? Member);

/// <summary>Everything an assembly's code uses, read from its instructions and signatures.</summary>
internal static class Uses
{
    private const BindingFlags Everything = BindingFlags.Static | BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.DeclaredOnly;

    private static readonly Dictionary<short, OpCode> Codes = typeof(OpCodes).GetFields().Select(f => (OpCode)f.GetValue(null)!).ToDictionary(c => c.Value);

    private static readonly ConcurrentDictionary<Assembly, IReadOnlyList<Use>> Known = [];

    public static IReadOnlyList<Use> In(Assembly assembly) => Known.GetOrAdd(assembly, a => [.. a.GetTypes().SelectMany(Of).Distinct()]);

    public static IEnumerable<MethodBase> Methods(Assembly assembly) => assembly.GetTypes().SelectMany(Methods);

    /// <summary>The type that was written: not one the compiler made, nor one nested in another.</summary>
    public static Type Outermost(Type type)
    {
        while (type.DeclaringType is { } outer) type = outer;
        return type.IsGenericType ? type.GetGenericTypeDefinition() : type;
    }

    public static bool IsMadeByCompiler(Type type) => type.IsDefined(typeof(CompilerGeneratedAttribute)) || type.Name.StartsWith('<');

    private static IEnumerable<Use> Of(Type type)
    {
        var by = Outermost(type);
        var mentioned = type.GetInterfaces().Append(type.BaseType)
            .Concat(type.GetFields(Everything).Select(f => f.FieldType))
            .Concat(Methods(type).SelectMany(m => m.GetParameters().Select(p => p.ParameterType)))
            .Concat(type.GetMethods(Everything).Select(m => m.ReturnType));
        foreach (var used in mentioned.OfType<Type>().SelectMany(Parts)) yield return new(by, used, null);
        foreach (var method in Methods(type))
        {
            foreach (var member in Mentioned(method))
            {
                if (member is Type mention)
                {
                    foreach (var used in Parts(mention)) yield return new(by, used, null);
                    continue;
                }

                if (member.DeclaringType is { } owner) yield return new(by, Outermost(owner), member);
                var arguments = (member is MethodInfo { IsGenericMethod: true } generic ? generic.GetGenericArguments() : []).Concat(member.DeclaringType?.GetGenericArguments() ?? []);
                foreach (var used in arguments.SelectMany(Parts)) yield return new(by, used, null);
            }
        }
    }

    private static IEnumerable<MethodBase> Methods(Type type) => [.. type.GetMethods(Everything), .. type.GetConstructors(Everything)];

    private static IEnumerable<Type> Parts(Type type)
    {
        if (type.HasElementType) return Parts(type.GetElementType()!);
        if (type.IsGenericParameter) return [];
        return type.IsGenericType ? type.GetGenericArguments().SelectMany(Parts).Append(Outermost(type)) : [Outermost(type)];
    }

    /// <summary>The members and types that a method's instructions name.</summary>
    public static IEnumerable<MemberInfo> Mentioned(MethodBase method)
    {
        var code = method.GetMethodBody()?.GetILAsByteArray() ?? [];
        var (ofType, ofMethod) = (method.DeclaringType!.GetGenericArguments(), method.IsGenericMethod ? method.GetGenericArguments() : []);
        for (var at = 0; at < code.Length;)
        {
            var opcode = code[at] == 0xFE ? Codes[unchecked((short)(0xFE00 | code[at + 1]))] : Codes[code[at]];
            at += opcode.Size;
            if (opcode.OperandType is OperandType.InlineMethod or OperandType.InlineField or OperandType.InlineType or OperandType.InlineTok)
                yield return method.Module.ResolveMember(BitConverter.ToInt32(code, at), ofType, ofMethod)!;
            at += opcode.OperandType switch
            {
                OperandType.InlineNone => 0,
                OperandType.ShortInlineBrTarget or OperandType.ShortInlineI or OperandType.ShortInlineVar => 1,
                OperandType.InlineVar => 2,
                OperandType.InlineI8 or OperandType.InlineR => 8,
                OperandType.InlineSwitch => 4 + (4 * BitConverter.ToInt32(code, at)),
                _ => 4,
            };
        }
    }
}
