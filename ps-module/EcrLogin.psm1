Set-StrictMode -Version 3.0

# The engine as bound on first use: Type, Path and the ECRLOGIN_LIBRARY it was found by.
$script:Engine = $null

# Here and not as attributes, since the block of an attribute does not see the module's functions.
$completed = @('Connect-ECRRegistry', 'Disconnect-ECRRegistry', 'Get-ECRAuthorizationToken', 'Get-ECRLoginCommand', 'Get-ECRLoginPassword')
Register-ArgumentCompleter -CommandName $completed -ParameterName 'ProfileName' -ScriptBlock { Complete-Name 'profiles' $args[2] $args[4] }
Register-ArgumentCompleter -CommandName $completed -ParameterName 'Region' -ScriptBlock { Complete-Name 'regions' $args[2] $args[4] }
