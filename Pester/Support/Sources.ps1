# What the module's sources may hold: Windows PowerShell 5.1 has to understand and run all of it.

# Things that a newer PowerShell or .NET has and Windows PowerShell 5.1 has not. The analyzer sees syntax alone.
$script:newer = @{
    Command   = 'Get-Error', 'Get-Uptime', 'Join-String', 'Remove-Alias', 'Start-ThreadJob', 'Test-Json', 'Get-SecureRandom'
    Parameter = 'AdditionalChildPath', 'AllowUnencryptedAuthentication', 'AsArray', 'AsByteStream', 'AsHashtable', 'AsPlainText',
        'AsUTC', 'EnumsAsStrings', 'EscapeHandling', 'Form', 'LeafBase', 'MaximumRetryCount', 'NoProxy', 'Parallel',
        'ProgressAction', 'ResponseHeadersVariable', 'RetryIntervalSec', 'SkipCertificateCheck', 'SkipHeaderValidation',
        'SkipHttpErrorCheck', 'SkipIndex', 'SslProtocol', 'StatusCodeVariable', 'ThrottleLimit', 'TimeoutSeconds', 'UnixTimeSeconds'
    Variable  = 'EnabledExperimentalFeatures', 'IsCoreCLR', 'IsLinux', 'IsMacOS', 'IsWindows', 'PSNativeCommandArgumentPassing',
        'PSNativeCommandUseErrorActionPreference', 'PSStyle'
    Type      = 'HashCode', 'NativeLibrary', 'OperatingSystem', 'semver', 'ordered', 'SocketsHttpHandler', 'AssemblyLoadContext'
    Member    = 'ArgumentList', 'CreateLinkedTokenSource', 'FromHexString', 'GetRelativePath', 'HashData', 'IsLinux', 'IsMacOS',
        'IsWindows', 'ProcessPath', 'PtrToStringUTF8', 'RuntimeIdentifier', 'Shared', 'StringToCoTaskMemUTF8', 'ToHexString',
        'TrimEntries', 'UnixEpoch', 'WaitForExitAsync'
}
# .NET namespaces that .NET Framework has not.
$script:newerNamespace = '^(System\.)?(Text\.Json|Runtime\.Loader|Net\.Http\.Json|Formats|Runtime\.Intrinsics)\b'

# Everything in a script that Windows PowerShell 5.1 lacks, one line each.
function Get-NewerUse($Ast) {
    foreach ($node in $Ast.FindAll({ $true }, $true)) {
        $kind, $name = switch ($node.GetType().Name) {
            'CommandAst' { 'Command', $node.GetCommandName() }
            'CommandParameterAst' { 'Parameter', $node.ParameterName }
            'VariableExpressionAst' { 'Variable', $node.VariablePath.UserPath }
            'TypeExpressionAst' { 'Type', $node.TypeName.FullName }
            'TypeConstraintAst' { 'Type', $node.TypeName.FullName }
            'MemberExpressionAst' { 'Member', $node.Member.Extent.Text }
            'InvokeMemberExpressionAst' { 'Member', $node.Member.Extent.Text }
            'TypeDefinitionAst' { 'Class', $node.Name }
            default { $null, $null }
        }
        if ($null -eq $name) { continue }
        # [ordered] before a hashtable is older than the type of that name.
        if ($name -eq 'ordered' -and $node.Parent -is [Management.Automation.Language.ConvertExpressionAst]) { continue }
        $isNewer = $kind -eq 'Class' -or $newer[$kind] -contains $name -or
            ($kind -eq 'Type' -and ($name -match $newerNamespace -or $newer['Type'] -contains $name.Split('.')[-1]))
        if ($isNewer) { "line $($node.Extent.StartLineNumber): $kind $name" }
    }
}
