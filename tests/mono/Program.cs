using System;
using System.Linq;
using System.Reflection;

namespace EcrLogin.Mono;

/// <summary>
/// Runs the tests of this program: EngineHost MODULE-FOLDER ENDPOINT. It is not PowerShell; what it shows is that the
/// Engine folder of the module does its work on the runtime and the API of .NET Framework, as far as mono has them.
/// </summary>
internal static class Program
{
    private static int Main(string[] arguments)
    {
        var setting = new Setting(arguments[0], new Uri(arguments[1]));
        var tests = typeof(Program).Assembly.GetTypes()
            .Where(static type => type.Name.EndsWith("Tests", StringComparison.Ordinal))
            .OrderBy(static type => type.Name, StringComparer.Ordinal)
            .SelectMany(static type => type.GetMethods(BindingFlags.Public | BindingFlags.Static | BindingFlags.DeclaredOnly))
            .ToArray();
        var passed = tests.Count(test => Passes(test, setting));
        var failed = tests.Length - passed;
        Console.WriteLine($"test result: {(failed == 0 ? "ok" : "FAILED")}. {passed} passed; {failed} failed; 0 ignored");
        return failed == 0 && passed > 0 ? 0 : 1;
    }

    private static bool Passes(MethodInfo test, Setting setting)
    {
        var name = $"{test.DeclaringType!.Name}.{test.Name}";
        try
        {
            _ = test.Invoke(null, test.GetParameters().Length == 0 ? [] : [setting]);
            Console.WriteLine($"test {name} ... ok");
            return true;
        }
        catch (TargetInvocationException error)
        {
            Console.WriteLine($"test {name} ... FAILED\n{error.InnerException}");
            return false;
        }
    }
}
